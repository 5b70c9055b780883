@R20.9
Feature: R20.9 双方签字,结束交接班 — 签字后由接班人负责
  Before the signature the sheet can be contested, and only a supervisor settles that; from the second tap on the incoming person answers.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S01" counts "keys" as 5 at "07:31"
    And "S01" completes the sheet at "07:40"
    And "S02" taps at "07:44"
    And "S02" reads the sheet at "07:50"

  Scenario: 签字前有争议由值班领导处理 disputed, settled, signed
    When "S02" disputes the sheet with "counts differ" at "07:52"
    Then a notice about "dispute" reaches "S09" by "07:53"
    When "S01" taps at "07:54"
    Then the tap is refused as "sheet-incomplete"
    When "S01" settles the dispute with "I am right"
    Then the bridge refuses with "not-entitled"
    When "S09" settles the dispute with "recounted" at "07:55"
    And "S01" taps at "07:56"
    And "S02" taps at "07:56:05"
    Then "S02" holds the duty
    And the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |

  Scenario: 第二人刷卡前出现争议 a dispute between the two taps comes too late for this pair
    When "S01" taps at "07:54"
    And "S02" taps at "07:54:05"
    And "S02" disputes the sheet with "counts differ"
    Then the bridge refuses with "frozen"
    And "S02" holds the duty

  Scenario: 未处理完的一班接一班 what is open goes from sheet to sheet until somebody closes it
    When "S01" writes "pump 3 leaks" under "unfinished" watch "oil level" how "refill every hour" at "07:51"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "pump 3 leaks"
    When "S02" completes the sheet at "19:30"
    And "S01" taps at "19:44"
    And "S01" reads the sheet at "19:45"
    And "S02" taps at "19:55"
    And "S01" taps at "19:55:05"
    Then "S01" holds the duty
    And the sheet of shift "D1" is frozen
    And the sheet of shift "N2" carries over "pump 3 leaks"
    When "S01" closes the item "pump 3 leaks"
    And "S01" closes the item "pump 3 leaks"
    Then the bridge refuses with "no-item"
