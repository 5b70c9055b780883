@R07.1.7
Feature: R07.1.7 完成部门负责人或中心负责人临时布置的工作任务
  A task that a person in charge sets stands on the sheet, is told when it is overdue, and goes from shift to shift until it is done.

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
    And the time is "2026-03-02 06:30"
    And "S01" holds the duty

  Scenario: 布置的任务带入下一班 a task that is not done goes to the next shift
    When "S09" writes "call the twelve flats in Beijing road" under "instructions" at "06:40"
    And "S01" completes the sheet at "07:40"
    And "S02" taps at "07:45"
    And "S02" reads the sheet
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" carries over "call the twelve flats in Beijing road"

  Scenario: 完成的任务不再带入 a task that is done does not
    When "S09" writes "call the twelve flats in Beijing road" under "temporary tasks" at "06:40"
    And "S01" closes the item "call the twelve flats in Beijing road" at "07:20"
    And "S01" completes the sheet at "07:40"
    And "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then the sheet of shift "D1" does not carry over "call the twelve flats in Beijing road"

  Scenario: 到时未完成要提示 what is not done by its time is told
    When "S09" writes "call the twelve flats in Beijing road" under "instructions" due "07:30" at "06:40"
    And the time is "07:29"
    Then no notice about "item-overdue" is sent
    When the time is "07:31"
    Then a notice about "item-overdue" reaches "S09" by "07:31"

  Scenario: 无关人员不能布置 who is neither on the shift nor in charge sets no task
    When "S04" writes "wash my car" under "instructions" at "06:40"
    Then the bridge refuses with "not-entitled"
