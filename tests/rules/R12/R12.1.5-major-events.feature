@R12.1.5
Feature: R12.1.5 重要操作及时汇报
  What is written as an important operation, a complaint or a major event reaches the supervisor at once.

  Background:
    Given the policy pack "contact-centre"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario Outline: <what>写下即报 it is told in the same minute
    When "S01" writes "exchange is switched over" under "<section>" at "07:30"
    Then a notice about "major-event" reaches "S09" by "07:31"

    Examples:
      | what | section              |
      | 重大事项 | major events         |
      | 重要操作 | important operations |
      | 投诉   | complaints           |

  Scenario: 一般事项不必汇报 an ordinary item is not
    When "S01" writes "exchange is switched over" under "tasks" at "07:30"
    And the time is "07:45"
    Then no notice about "major-event" is sent

  Scenario: 无人理会则报上一级 what nobody takes note of goes to the manager after half an hour
    When "S01" writes "exchange is switched over" under "major events" at "07:25"
    And the time is "07:50"
    Then no notice about "major-event" reaches "S10"
    And a notice about "major-event" reaches "S10" by "07:56"

  Scenario: 已收悉的不再上报 what the supervisor has taken note of goes no further
    When "S01" writes "exchange is switched over" under "major events" at "07:25"
    And "S09" acknowledges the notice "major-event" at "07:35"
    And the time is "08:00"
    Then no notice about "major-event" reaches "S10"
