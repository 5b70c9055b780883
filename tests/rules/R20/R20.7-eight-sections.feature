@R20.7
Feature: R20.7 交接内容(1)–(8)
  Eight sections are handed over; where there is nothing, that is said.

  Background:
    Given the policy pack "hotline-handover"
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
    And "S05" is in

  Scenario: 八项逐项填写后方可交接 every section counts, and the crew may write too
    When "S01" ticks "log checked" at "07:30"
    And "S01" ticks "equipment checked"
    And "S01" writes "14 calls" under "work log"
    And "S05" writes "12 answered" under "business handled"
    And "S01" writes "callback to 13800000000" under "unfinished" watch "call before noon" how "ask for the meter"
    And "S01" has nothing under "urgent services"
    And "S01" writes "line 2 crackles" under "faults"
    And "S01" writes "notice 12 is in force" under "instructions"
    And "S01" has nothing under "information"
    And "S01" writes "all in place" under "hygiene"
    Then the sheet of shift "N1" is incomplete
    When "S01" taps at "07:51"
    Then the tap is refused as "sheet-incomplete"
    When "S01" has nothing under "other"
    Then the sheet of shift "N1" is complete
    When "S02" taps at "07:52"
    And "S01" taps at "07:53"
    And "S02" taps at "07:53:05"
    Then "S02" holds the duty

  Scenario: 没有的项目不能写 there are no other sections
    When "S01" writes "sold 3 meters" under "sales" at "07:30"
    Then the bridge refuses with "unknown-section"
