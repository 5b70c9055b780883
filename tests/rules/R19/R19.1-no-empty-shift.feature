@R19.1
Feature: R19.1 24小时,不空班
  Somebody is on duty at every hour: a gap in the roster is told beforehand, and nobody goes before somebody has come.

  Background:
    Given the policy pack "service-hotline"
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
      | N2 | 2026-03-02 20:00 | 2026-03-03 06:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    | S09        |
      | N3 | 2026-03-03 20:00 | 2026-03-04 08:00 | S01    | S09        |
      | D3 | 2026-03-04 08:00 | 2026-03-04 18:00 | S02    | S09        |
      | N4 | 2026-03-04 20:00 | 2026-03-05 08:00 | S01    | S09        |

  Scenario: 排班有空档即告知 a gap is told beforehand
    Given the time is "2026-03-02 19:00"
    And "S02" holds the duty
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-03"
    And the roster warns of "coverage-gap" for "hotline" on "2026-03-04"
    And a notice about "coverage-gap" reaches "S09" by "19:15"

  Scenario: 只管白天的岗位无空档 a house that serves by day only has none
    Given the policy pack "service-hotline" with:
      | parameter | value |
      | coverFrom | 08:00 |
      | coverTo   | 20:00 |
    And the time is "2026-03-02 19:00"
    And "S02" holds the duty
    When the time is "19:15"
    Then no notice about "coverage-gap" is sent

  Scenario: 无人接班不得离岗 the outgoing tap alone ends nothing
    Given the time is "2026-03-02 07:45"
    And "S01" holds the duty
    When "S01" taps at "07:55"
    And the time is "08:05"
    Then "S01" holds the duty
    And there is 1 record "handover.timed-out"
    And there are 2 records "handover.late"
    And a notice about "late-handover" reaches "S09" by "08:06"

  Scenario: 班次已到无人上岗即告知 a shift that nobody has taken is told after five minutes
    Given the time is "2026-03-03 07:45"
    When the time is "2026-03-03 08:04"
    Then no notice about "unattended" is sent
    And nobody holds the duty
    And a notice about "unattended" reaches "S09" by "08:06"
