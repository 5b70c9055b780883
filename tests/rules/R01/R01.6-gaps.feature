@R01.6
Feature: R01.6 24小时有专人 (空档)
  An hour without anybody on duty is told beforehand, at whatever time of the day it is.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 06:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    | S09        |
      | N3 | 2026-03-03 22:00 | 2026-03-04 08:00 | S01    | S09        |
    And the time is "2026-03-02 04:00"
    And "S01" holds the duty

  Scenario: 清晨和夜间的空档都告知 in the early morning as in the evening
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And the roster warns of "coverage-gap" for "hotline" on "2026-03-03"
    And a notice about "coverage-gap" reaches "S09" by "04:30"

  Scenario: 补上空档后不再提示 once somebody stays on there is none
    When "S09" changes shift "N1" to end "08:00" at "04:05"
    Then the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"
    When "S01" taps at "05:55"
    Then the tap is refused as "window-closed"
    And "S01" holds the duty
