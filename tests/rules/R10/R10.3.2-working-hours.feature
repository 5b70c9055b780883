@R10.3.2
Feature: R10.3.2 覆盖主要工作时段
  From eight to six somebody is on duty; what is free within these hours is told, and what is free outside of them is not.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
      | B1 | 2026-03-02 15:00 | 2026-03-02 18:00 | S02    | S09        |
      | A2 | 2026-03-03 08:00 | 2026-03-03 18:00 | S01    | S09        |
      | A3 | 2026-03-04 08:00 | 2026-03-04 18:00 | S01    | S09        |
      | A4 | 2026-03-05 08:30 | 2026-03-05 18:00 | S01    | S09        |
      | A5 | 2026-03-06 08:00 | 2026-03-06 17:30 | S01    | S09        |
      | A6 | 2026-03-07 08:00 | 2026-03-07 18:00 | S01    | S09        |

  Scenario: 工作时段有空档即提示 two free hours in the afternoon
    Given the time is "2026-03-02 12:20"
    And "S01" holds the duty
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And a notice about "coverage-gap" reaches "S09" by "12:30"

  Scenario: 晚开、早关也是空档 half an hour too late in the morning or too early in the evening is one, too
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-05"
    And the roster warns of "coverage-gap" for "hotline" on "2026-03-06"
    And the roster does not warn of "coverage-gap" for "hotline" on "2026-03-04"

  Scenario: 下午不服务的单位 a house that serves until one has none
    Given the policy pack "hotline-duty" with:
      | parameter | value |
      | coverTo   | 13:00 |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty
    Then the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"
    When the time is "12:40"
    Then no notice about "coverage-gap" is sent

  Scenario: 补上空档后不再提示 once the next shift starts earlier there is none
    Given the time is "2026-03-02 12:20"
    And "S01" holds the duty
    When "S09" changes shift "B1" to start "13:00" at "12:25"
    Then the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"
    When "S02" taps at "12:50"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | shift   | B1      |
      | arrival | on-time |

  Scenario: 夜间空档不提示 the night is free, and that is no gap
    Given the time is "2026-03-03 17:30"
    And "S01" holds the duty
    Then the roster does not warn of "coverage-gap" for "hotline" on "2026-03-03"
    When the time is "17:50"
    Then no notice about "coverage-gap" is sent
