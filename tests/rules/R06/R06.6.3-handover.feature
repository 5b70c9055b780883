@R06.6.3
Feature: R06.6.3 做好岗位交接
  A handover has two people and two badges, one shortly after the other. One alone hands nothing over.

  Background:
    Given the policy pack "citizen-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-02 00:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 16:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "07:45"
    And "S01" taps at "07:55:00"

  Scenario: 双方刷卡,一条记录 both badges make one record with both people in it
    When "S02" taps at "07:55:14"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | outgoing        | S01   |
      | incoming        | S02   |
      | from            | N1    |
      | to              | D1    |
      | latenessSeconds | 0     |
    And "S02" holds the duty

  Scenario: 单方刷卡不算交接 the outgoing badge alone hands nothing over
    When the time is "07:55:16"
    Then the last record is "handover.timed-out" with:
      | field | value    |
      | staff | S01      |
      | side  | outgoing |
    And "S01" holds the duty

  Scenario: 同一人刷两次不算交接 nobody signs for both sides
    When "S01" taps at "07:55:08"
    Then the tap is refused as "same-person"
    And "S01" holds the duty
