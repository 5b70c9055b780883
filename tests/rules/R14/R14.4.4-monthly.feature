@R14.4.4
Feature: R14.4.4 每月反馈热线动态
  On the last day of the month the manager, and the supervisor on duty, are reminded of the month's report.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-30 08:00 | 2026-03-30 20:00 | S02    | S09        |
      | D2 | 2026-03-31 08:00 | 2026-03-31 20:00 | S02    | S09        |

  Scenario: 月末提醒一次 on the last day, at nine
    Given the time is "2026-03-31 08:45"
    Then no notice about "monthly-hand-in" is sent
    And a notice about "monthly-hand-in" reaches "S10" by "09:01"
    And a notice about "monthly-hand-in" reaches "S09" by "09:01"
    And no notice about "monthly-hand-in" reaches "S02"

  Scenario: 平日不提醒 not on the day before
    Given the time is "2026-03-30 08:45"
    When the time is "09:30"
    Then no notice about "monthly-hand-in" is sent

  Scenario: 不按月反馈的岗位 a house that hands in no monthly report is not reminded
    Given the policy pack "community" with:
      | parameter     | value |
      | monthlyHandIn | off   |
    And the time is "2026-03-31 08:45"
    When the time is "09:30"
    Then no notice about "monthly-hand-in" is sent
