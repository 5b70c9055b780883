@R11.1.2
Feature: R11.1.2 星期六、日正常上班
  Saturday and Sunday are days of work like any other: the desk is manned, and handed over when it is an even day.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |

  Scenario: 星期六照常交接 Saturday the 14th is an even day, and the duty passes on
    Given the policy pack "psych-hotline"
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-14 07:30"
    When "S02" taps at "07:31"
    And "S01" taps at "07:45"
    And "S02" taps at "07:55"
    And "S01" taps at "07:55:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | from  | E0312 |
      | to    | E0314 |
    And "S01" holds the duty

  Scenario: 周末无人值班要提示 a weekend that nobody is rostered for is a gap
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | F1 | 2026-03-05 08:00 | 2026-03-07 00:00 | S01    | S09        |
      | M1 | 2026-03-09 00:00 | 2026-03-10 00:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-06 09:00"
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-07"
    And a notice about "coverage-gap" reaches "S09" by "09:00"

  Scenario: 周末排了班不提示 one that somebody is rostered for is none
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | F1 | 2026-03-06 08:00 | 2026-03-07 08:00 | S01    | S09        |
      | S1 | 2026-03-07 08:00 | 2026-03-08 08:00 | S02    | S09        |
      | U1 | 2026-03-08 08:00 | 2026-03-09 08:00 | S04    | S09        |
    And the sheets are complete
    And the time is "2026-03-06 09:00"
    When the time is "12:00"
    Then no notice about "coverage-gap" is sent

  Scenario: 工作日排班含周末 a rotation over the days of work goes on over the weekend
    Given the policy pack "psych-hotline"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value                |
      | leaders    | S01 S02              |
      | supervisor | S09                  |
      | hours      | workdays 00:00-24:00 |
    And the sheets are complete
    And the time is "2026-03-06 09:00"
    Then the calendar of "S02" shows shift "W0307"
    And the calendar of "S01" shows shift "W0308"
    And no notice about "coverage-gap" is sent

  Scenario: 周末休息的单位则无班 where weekends are days of rest the same rotation leaves them out
    Given the policy pack "psych-hotline" with:
      | parameter | value |
      | weekends  | rest  |
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value                |
      | leaders    | S01 S02              |
      | supervisor | S09                  |
      | hours      | workdays 00:00-24:00 |
    And the sheets are complete
    And the time is "2026-03-06 09:00"
    Then the calendar of "S02" does not show shift "W0307"
    And the calendar of "S01" does not show shift "W0307"
    And a notice about "coverage-gap" reaches "S09" by "09:00"
