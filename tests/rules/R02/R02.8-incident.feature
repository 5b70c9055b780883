@R02.8
Feature: R02.8 事故须报告(原因、处理),值班领导允许后方可交班
  An incident is reported on the sheet with cause and handling, and a duty leader lets the handover happen.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未报告不交 without the report the sheet is not complete, whatever else is filled in
    When "S01" completes the sheet at "07:25"
    And "S01" opens the hold "incident" with "line down" at "07:35"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"

  Scenario: 报告后经值班领导刷卡放行 reported, and released by the duty leader's badge
    When "S01" completes the sheet at "07:25"
    And "S01" opens the hold "incident" with "line down" at "07:35"
    And "S01" writes "line down" under "incidents" cause "fuse blown" how "fuse replaced, watched for ten minutes" at "07:36"
    And "S02" taps at "07:39"
    And "S02" reads the sheet at "07:45"
    And "S01" taps at "07:52"
    Then the tap is refused as "on-hold"
    When "S02" taps at "07:52:05"
    Then the tap is refused as "on-hold"
    When "S09" taps at "07:52:10"
    And "S01" taps at "07:53"
    And "S02" taps at "07:53:05"
    Then the last record is "handover.confirmed" with:
      | field      | value |
      | releasedBy | S09   |
    And the sheet of shift "D1" carries over "line down"
