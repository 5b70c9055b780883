@R10.3.5
Feature: R10.3.5 场所安全检查
  Both sides have seen to the safety of the room before the duty passes on.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
      | B1 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    |      | S09        |
      | A2 | 2026-03-03 08:00 | 2026-03-03 13:00 | S01    |      | S09        |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty

  Scenario: 交班人未查不得交接 without the outgoing side's check no handover begins
    When "S01" taps at "12:52"
    Then the tap is refused as "sheet-incomplete"
    When "S01" ticks "safety check" at "12:53"
    Then the sheet of shift "A1" is complete
    When "S01" taps at "12:54"
    Then the signal is "waiting-for-second"

  Scenario: 双方查过再交接 with both checks the handover is a proper one
    When "S01" ticks "safety check" at "12:30"
    And "S02" taps at "12:40"
    And "S02" reads the sheet and ticks nothing at "12:41"
    And "S02" ticks "safety check" at "12:42"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |

  Scenario: 接班人未查为匆忙交接 without the incoming side's check it is hasty
    When "S01" ticks "safety check" at "12:30"
    And "S02" taps at "12:40"
    And "S02" reads the sheet and ticks nothing at "12:41"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09" by "12:53"
