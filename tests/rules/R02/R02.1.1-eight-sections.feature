@R02.1.1 @R02.1.6 @R02.5
Feature: R02.1.1 交接八项;R02.1.6 记录不全、不清、不准不交;R02.5 填写记录(润滑、温度、问题、文明生产),认同则签字验收
  The sheet of a workshop has its eight sections, temperatures and order; what is missing refuses the first tap.

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

  Scenario: 八项及温度、文明生产填写后交接 every section is filled, or said to have nothing
    When "S01" writes "pumps 1 and 2 run" under "equipment" at "07:25"
    And "S01" writes "guard of pump 2 is loose" under "incidents" cause "a bolt is missing" how "keep one metre away"
    And "S01" writes "complete" under "tools"
    And "S01" writes "complete" under "records"
    And "S01" writes "oil topped up" under "lubricants"
    And "S01" has nothing under "instructions"
    And "S01" writes "swept" under "hygiene"
    And "S01" has nothing under "leaks"
    And "S01" writes "62 and 64 degrees" under "temperatures"
    And "S01" counts "tools" as 12
    And "S01" ticks "joint inspection"
    And "S01" taps at "07:51"
    Then the tap is refused as "sheet-incomplete"
    When "S01" writes "in order" under "order" at "07:52"
    And "S02" taps at "07:53"
    And "S02" reads the sheet
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
    And the sheet of shift "N1" is frozen
    And the sheet of shift "D1" carries over "guard of pump 2 is loose"

  Scenario: 记录不全不交 an incomplete sheet is not handed over
    When "S01" writes "pumps 1 and 2 run" under "equipment" at "07:25"
    And "S01" taps at "07:51"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty

  Scenario: 不安全因素须写明原因和措施 an unsafe factor without cause and measure keeps it incomplete
    When "S01" completes the sheet at "07:25"
    And "S01" writes "guard of pump 2 is loose" under "incidents"
    Then the sheet of shift "N1" is incomplete
    When "S01" explains the item "guard of pump 2 is loose" with how "keep one metre away" cause "a bolt is missing"
    Then the sheet of shift "N1" is complete
