@R01.6
Feature: R01.6 轮班,24小时有专人
  Three shifts a day take turns; at every hour somebody has the duty, and a desk that nobody has taken is told.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "three-8h" from "2026-03-01" with:
      | parameter  | value       |
      | start      | 08:00       |
      | leaders    | S01 S02 S04 |
      | supervisor | S09         |

  Scenario: 三班轮流 the shifts follow one another
    Given the time is "2026-03-02 15:30"
    And "S01" holds the duty
    Then the calendar of "S01" shows shift "M0302"
    And the calendar of "S02" shows shift "E0302"
    And the calendar of "S04" shows shift "N0302"
    When "S02" taps at "15:45"
    And "S01" taps at "15:52"
    And "S02" taps at "15:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | from  | M0302 |
      | to    | E0302 |
    And "S02" holds the duty
    And no notice about "coverage-gap" is sent

  Scenario: 接班人未到不得离岗 nobody has come: the holder stays
    Given the time is "2026-03-02 15:30"
    And "S01" holds the duty
    When "S01" taps at "15:55"
    And the time is "16:06"
    Then "S01" holds the duty
    And a notice about "late-handover" reaches "S09" by "16:06"
    When the time is "17:01"
    Then a notice about "missed-handover" reaches "S09" by "17:01"

  Scenario: 无人值班五分钟即告知 nobody has the duty for five minutes
    Given the time is "2026-03-02 15:58"
    When the time is "16:03"
    Then nobody holds the duty
    And a notice about "unattended" reaches "S09" by "16:06"

  Scenario: 改为十五分钟 a house that waits for a quarter of an hour
    Given the policy pack "duty-hotline" with:
      | parameter          | value |
      | unattendedAfterMin | 15    |
    And the time is "2026-03-02 15:58"
    When the time is "16:10"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "16:16"
