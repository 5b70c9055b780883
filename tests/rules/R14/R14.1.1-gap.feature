@R14.1.1
Feature: R14.1.1 12小时轮流值班 (空档)
  Somebody is on duty at every hour; a roster that leaves two hours out is warned of.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D0 | 2026-03-01 08:00 | 2026-03-01 20:00 | S02    | S09        |
      | N1 | 2026-03-01 20:00 | 2026-03-02 06:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 18:00 | S02    | S09        |
      | N3 | 2026-03-03 20:00 | 2026-03-04 08:00 | S01    | S09        |
    And the time is "2026-03-02 04:00"
    And "S01" holds the duty

  Scenario: 空档提前告知 the gap is told while there is time to fill it
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And the roster warns of "coverage-gap" for "hotline" on "2026-03-03"
    And a notice about "coverage-gap" reaches "S09" by "04:30"

  Scenario: 夜间不服务的岗位无空档 a house that is closed at that hour has no gap
    Given the policy pack "community" with:
      | parameter | value |
      | coverFrom | 08:00 |
      | coverTo   | 20:00 |
    Then the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"
    When the time is "2026-03-02 04:30"
    Then no notice about "coverage-gap" is sent
