@R12.1.3
Feature: R12.1.3 没有解决的问题记录
  A problem that is not solved stands on the sheet of every shift until somebody closes it.

  Background:
    Given the policy pack "contact-centre"
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
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未解决的问题逐班带入 what is open is carried over, and what is closed is not
    When "S01" writes "callback to flat 12" under "unfinished" at "07:25"
    And "S01" writes "printer is out of paper" under "unfinished"
    And "S01" closes the item "printer is out of paper" at "07:28"
    And "S01" completes the sheet
    And "S02" taps at "07:30"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "callback to flat 12"
    And the sheet of shift "D1" does not carry over "printer is out of paper"
    When "S02" closes the item "callback to flat 12" at "08:10"
    And "S02" closes the item "callback to flat 12"
    Then the bridge refuses with "no-item"

  Scenario: 未说明有无遗留问题不得交接 where there is none, that is said
    When "S01" writes "night shift" under "shift" at "07:25"
    And "S01" has nothing under "tasks"
    And "S01" has nothing under "notes"
    And "S01" has nothing under "exceptions"
    And "S01" has nothing under "progress"
    And "S01" has nothing under "difficulties"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty
    When "S01" has nothing under "unfinished" at "07:53"
    And "S01" taps at "07:54"
    Then the signal is "waiting-for-second"
