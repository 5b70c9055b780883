@R07.1.3
Feature: R07.1.3 每天8:30前白班向110报到
  The holder of the day shift reports by tapping: the check is due at a quarter past eight, and missed at half past.

  Background:
    Given the policy pack "water-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete

  Scenario: 按时报到 answered in time
    Given the time is "2026-03-02 08:05"
    And "S02" holds the duty
    When the time is "2026-03-02 08:16"
    Then the signal is "check-due"
    And the last record is "check.due" with:
      | field | value      |
      | check | report-110 |
      | staff | S02        |
    When "S02" taps at "08:20"
    Then the last record is "check.answered" with:
      | field | value      |
      | check | report-110 |
      | staff | S02        |
    When the time is "09:00"
    Then there is no record "check.missed"
    And no notice about "check-missed" is sent

  Scenario: 未报到 missed at half past eight
    Given the time is "2026-03-02 08:05"
    And "S02" holds the duty
    When the time is "2026-03-02 08:29"
    Then there is no record "check.missed"
    When the time is "08:31"
    Then the last record is "check.missed" with:
      | field | value      |
      | check | report-110 |
      | staff | S02        |
    And a notice about "check-missed" reaches "S09" by "08:31"

  Scenario: 夜班不报到 no check for the night
    Given the time is "2026-03-02 20:05"
    And "S01" holds the duty
    When the time is "2026-03-03 07:00"
    Then there is no record "check.due"
    And no notice about "check-missed" is sent
