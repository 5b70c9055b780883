@R07.4.1
Feature: R07.4.1 保持值班室干净整洁,办公用品摆放整齐
  How the room is left stands on every sheet before it is handed over.

  Background:
    Given the policy pack "water-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty

  Scenario: 未说明卫生不得交接 without a word about the room the sheet is incomplete
    When "S01" ticks "doors and windows locked" at "07:40"
    Then the sheet of shift "N1" is incomplete
    When "S01" taps at "07:55"
    Then the tap is refused as "sheet-incomplete"

  Scenario: 写明后可以交接 with it the handover begins
    When "S01" ticks "doors and windows locked" at "07:40"
    And "S01" writes "swept, call books on the shelf" under "tidiness"
    Then the sheet of shift "N1" is complete
    When "S02" taps at "07:45"
    And "S01" taps at "07:55"
    Then the signal is "waiting-for-second"
    When "S02" taps at "07:55:05"
    Then "S02" holds the duty

  Scenario: 接班人认为不整洁可提出异议 who takes over may contest it, and a supervisor settles that
    When "S01" ticks "doors and windows locked" at "07:40"
    And "S01" writes "swept, call books on the shelf" under "hygiene"
    And "S02" taps at "07:45"
    And "S02" disputes the sheet with "the floor is wet" at "07:48"
    And "S01" taps at "07:55"
    Then the tap is refused as "sheet-incomplete"
    When "S09" settles the dispute with "mopped again" at "07:57"
    And "S01" taps at "07:58"
    Then the signal is "waiting-for-second"
