@R16.4
Feature: R16.4 如实填写签到表,不漏项
  The badge writes the sign-in register, and nobody hands over while the register of visits and calls is left out.

  Background:
    Given the policy pack "union-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
      | D2 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    | S09        |
    And the time is "2026-03-02 12:30"
    And "S01" holds the duty

  Scenario: 签到即登记 every clock-in is in the register of the day, with person, shift and time
    When "S02" taps at "12:50"
    Then the last record is "duty.clock-in" with:
      | field | value            |
      | staff | S02              |
      | shift | D2               |
      | at    | 2026-03-02 12:50 |
    And the archive of "2026-03-02" holds 2 records "duty.clock-in"
    And the history of "T1" is complete

  Scenario: 登记漏项不得交接 with the register left out the handover is refused
    When "S01" writes "来电请回复" under "instructions" at "12:40"
    And "S01" taps at "12:52"
    Then the tap is refused as "sheet-incomplete"
    And the sheet of shift "D1" is incomplete
    And "S01" holds the duty

  Scenario: 填写完整后交接 written in, it is handed over
    When "S01" writes "上午来电6个,来访2人" under "register" at "12:40"
    Then the sheet of shift "D1" is complete
    When "S02" taps at "12:45"
    And "S02" reads the sheet
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" is frozen

  Scenario: 没有来访来电也要写明 nothing to register is said, not left out
    When "S01" has nothing under "register" at "12:40"
    Then the sheet of shift "D1" is complete
    When "S01" taps at "12:52"
    Then the last record is "handover.started" with:
      | field | value |
      | staff | S01   |

  Scenario: 若本室不要求填表 where the house does not want the sheet, the same empty one refuses nothing
    Given the policy pack "union-line" with:
      | parameter     | value |
      | sheetRequired | false |
    When "S02" taps at "12:45"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" is frozen
