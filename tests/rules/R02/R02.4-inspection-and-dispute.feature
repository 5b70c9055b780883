@R02.4 @R02.7
Feature: R02.4 共同巡检,当场验收;R02.7 签字后由接班人员负责;争议由工段长统一处理
  Both tick the joint inspection; who does not agree disputes before the signature, and a supervisor settles it.

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

  Scenario: 双方勾选共同巡检 ticked by both, the handover is not hasty
    When "S01" completes the sheet at "07:30"
    And "S02" taps at "07:39"
    And "S02" ticks "joint inspection"
    And "S02" counts "tools" as 1
    And "S02" reads the sheet at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And "S02" holds the duty

  Scenario: 交班人未巡检不交 without the outgoing tick it is refused
    When "S01" counts "tools" as 12 at "07:30"
    And "S02" ticks "joint inspection"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"

  Scenario: 争议未决不得交接,由值班领导处理 a dispute stands in the way until a supervisor settles it
    When "S01" completes the sheet at "07:30"
    And "S02" taps at "07:39"
    And "S02" reads the sheet at "07:45"
    And "S02" disputes the sheet with "counts differ" at "07:50"
    Then a notice about "dispute" reaches "S09" by "07:51"
    When "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    When "S02" disputes the sheet with "and once more"
    Then the bridge refuses with "disputed"
    When "S01" completes the sheet
    Then the bridge refuses with "disputed"
    When "S02" settles the dispute with "never mind"
    Then the bridge refuses with "not-entitled"
    When "S09" settles the dispute with "recounted" at "07:54"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
    When "S02" disputes the sheet with "too late"
    Then the bridge refuses with "frozen"
    When "S09" settles the dispute with "twice"
    Then the bridge refuses with "no-dispute"

  Scenario: 其余单据齐全时争议同样须处理 a dispute binds also where the sheets are taken as complete
    Given the sheets are complete
    When "S02" taps at "07:39"
    And "S02" disputes the sheet with "counts differ" at "07:50"
    And "S01" taps at "07:52"
    Then the tap is refused as "on-hold"
    And "S01" holds the duty
    When "S09" settles the dispute with "recounted" at "07:54"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
