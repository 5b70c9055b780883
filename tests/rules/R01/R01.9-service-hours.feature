@R01.9
Feature: R01.9 服务时间8:00–20:00,节假日调整
  A post that serves the public from eight to eight has no gap at night; on a holiday the calendar gives it other hours. The last one of the day closes the service.

  Background:
    Given the policy pack "duty-hotline" with:
      | parameter | value |
      | coverFrom | 08:00 |
      | coverTo   | 20:00 |
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "weekday-hours" from "2026-03-01" with:
      | parameter  | value       |
      | leaders    | S02 S01     |
      | supervisor | S09         |
      | daily      | 08:00-20:00 |
      | holiday    | 10:00-16:00 |

  Scenario: 当日最后一人结束服务 the last one of the day closes the service with one tap
    Given the time is "2026-03-02 19:40"
    And "S01" holds the duty
    When "S01" taps at "19:55"
    Then the signal is "left"
    And nobody holds the duty
    When the time is "20:30"
    Then no notice about "unattended" is sent
    And no notice about "missed-handover" is sent
    And no notice about "coverage-gap" is sent

  Scenario: 服务时间内不得关闭 within the hours he cannot
    Given the time is "2026-03-02 19:30"
    And "S01" holds the duty
    When "S01" taps at "19:45"
    Then the tap is refused as "window-closed"
    And "S01" holds the duty

  Scenario: 节假日调整时间 on a holiday the service is from ten to four
    Given the time is "2026-03-02 15:40"
    And the calendar:
      | day        | kind    |
      | 2026-03-02 | holiday |
    And "S01" holds the duty
    When "S01" taps at "15:55"
    Then nobody holds the duty
    And the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"
    And the last record is "duty.clock-out" with:
      | field   | value |
      | shift   | W0302 |
      | leaving | early |
      | minutes | -5    |
    When the time is "16:30"
    Then no notice about "coverage-gap" is sent

  Scenario: 须24小时有专人的岗位 a house that does not shorten the hours is warned of the night
    Given the policy pack "duty-hotline" with:
      | parameter | value |
      | coverFrom | 00:00 |
      | coverTo   | 24:00 |
    And the time is "2026-03-02 19:40"
    And "S01" holds the duty
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And a notice about "coverage-gap" reaches "S09" by "19:55"
