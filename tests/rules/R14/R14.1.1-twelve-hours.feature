@R14.1.1
Feature: R14.1.1 12小时轮流值班
  Two shifts of twelve hours take turns, and nobody need write them down one by one.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And the rotation "two-12h" from "2026-03-01" with:
      | parameter  | value   |
      | start      | 08:00   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-02 19:30"
    And "S01" holds the duty

  Scenario: 两班轮流 day and night take turns
    Then the calendar of "S01" shows shift "D0302"
    And the calendar of "S02" shows shift "N0302"
    And the calendar of "S02" does not show shift "D0302"
    And the calendar of "S01" shows shift "D0303"

  Scenario: 满12小时交接 after twelve hours the duty is handed over
    When "S02" taps at "2026-03-02 19:45"
    And "S01" taps at "19:52"
    And "S02" taps at "19:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | from  | D0302 |
      | to    | N0302 |
    And "S02" holds the duty

  Scenario: 轮值无空档 a rotation leaves no gap
    When the time is "2026-03-02 19:40"
    Then no notice about "coverage-gap" is sent
