@R04.10
Feature: R04.10 工作日志
  The work log is written before the outgoing person signs, and what is not solved is carried over.

  Background:
    Given the policy pack "hotline-work"
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

  Scenario: 日志未写不得交接 without the log the handover is refused
    When "S01" ticks "safety check" at "12:40"
    And "S01" taps at "12:52"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty

  Scenario: 写好日志后交接,未解决的问题带入下一班 with the log it is handed over, the unsolved problem goes with it, and the log is signed
    When "S01" writes "接听12件,当场解决11件" under "work log" at "12:40"
    And "S01" writes "用户3号宽带仍不通" under "unfinished"
    And "S01" ticks "safety check"
    And "S02" taps at "12:45"
    And "S02" reads the sheet
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" is frozen
    And the sheet of shift "D2" carries over "用户3号宽带仍不通"
    When "S01" writes "补记一件" under "work log" at "12:55"
    Then the bridge refuses with "frozen"
    When "S01" amends the sheet with "接听13件"
    Then the sheet of shift "D1" shows the amendment "接听13件"

  Scenario: 若本室不要求日志 where the house does not want the sheet, the empty one refuses nothing
    Given the policy pack "hotline-work" with:
      | parameter     | value |
      | sheetRequired | false |
    When "S02" taps at "12:45"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" is frozen
