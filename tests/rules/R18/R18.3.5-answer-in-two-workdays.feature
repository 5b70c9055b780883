@R18.3.5
Feature: R18.3.5 两个工作日内回复
  A complaint is due by itself, two workdays after it was written down, at the same hour; a holiday is no workday.

  Background:
    Given the policy pack "gas-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 16:00 | 2026-03-05 08:00 | S01    | S09        |
    And the time is "2026-03-02 16:00"
    And "S01" holds the duty

  Scenario: 两个工作日未回复即上报 written down on Monday, it is due on Wednesday
    When "S01" writes "投诉抄表有误" under "complaints" at "16:10"
    And the time is "2026-03-04 16:09"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "16:11"

  Scenario: 节假日不算工作日 with a holiday on Tuesday it is not
    Given the calendar:
      | day        | kind    |
      | 2026-03-03 | holiday |
    When "S01" writes "投诉抄表有误" under "complaints" at "16:10"
    And the time is "2026-03-04 16:15"
    Then no notice about "item-overdue" is sent
