@R07.1.2
Feature: R07.1.2 交接班手续清楚
  What is handed over stands on the sheet: it is complete before the first badge, and as it was signed it stays.

  Background:
    Given the zone "Asia/Shanghai"
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

  Scenario: 手续不清不得交接 an incomplete sheet refuses either side
    Given the policy pack "water-utility"
    When "S01" writes "meter 12 read twice" under "unfinished" at "07:35"
    Then the sheet of shift "N1" is incomplete
    When "S02" taps at "07:50"
    And "S01" taps at "07:55"
    Then the tap is refused as "sheet-incomplete"
    When "S02" taps at "07:56"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty

  Scenario: 手续清楚后交接 complete and read it is signed, frozen, and what is open goes on
    Given the policy pack "water-utility"
    When "S01" writes "meter 12 read twice" under "unfinished" at "07:35"
    And "S01" completes the sheet at "07:40"
    And "S02" taps at "07:45"
    And "S02" reads the sheet at "07:48"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | from  | N1    |
      | to    | D1    |
      | hasty |       |
    And the sheet of shift "N1" is frozen
    And the sheet of shift "D1" carries over "meter 12 read twice"
    When "S01" writes "one thing more" under "other" at "08:00"
    Then the bridge refuses with "frozen"
    When "S01" amends the sheet with "it was meter 21"
    Then the sheet of shift "N1" shows the amendment "it was meter 21"

  Scenario: 不填手续的单位只看刷卡 where a post wants no sheet the badges alone decide
    Given the policy pack "water-utility" with:
      | parameter     | value |
      | sheetRequired | false |
    When "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
    And the sheet of shift "N1" is frozen
