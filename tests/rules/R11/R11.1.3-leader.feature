@R11.1.3
Feature: R11.1.3 分管领导带班,每个值班室有一名值班人员
  One person answers for each room, whom the leader in charge has put there; the leader is told what goes wrong.

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
    And the sheets are complete

  Scenario: 由值班人员接班 the person on duty hands over to the next one, and not to a helper
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    |      | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 | S02    | S05  | S09        |
    And the time is "2026-03-04 07:30"
    When "S01" taps at "07:31"
    And "S05" taps at "07:40"
    And "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S05" taps at "07:55:05"
    Then the tap is refused as "not-entitled"
    When "S02" taps at "07:55:10"
    Then "S02" holds the duty

  Scenario: 值班人员指定的人可以接班 the leader of the shift names who may take over
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    |      | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 | S02    | S05  | S09        |
    And the time is "2026-03-04 07:30"
    When "S01" taps at "07:31"
    And "S05" names "S05" deputy for shift "E2"
    Then the bridge refuses with "not-entitled"
    When "S02" names "S05" deputy for shift "E2" at "07:35"
    And "S05" taps at "07:40"
    And "S01" taps at "07:55"
    And "S05" taps at "07:55:05"
    Then "S05" holds the duty

  Scenario: 带班领导得知异常 the leader in charge of the shift is told when nobody takes over
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 | S02    | S09        |
    And the time is "2026-03-04 07:30"
    When "S01" taps at "07:31"
    And the time is "08:06"
    Then a notice about "late-handover" reaches "S09" by "08:06"
    And "S01" holds the duty

  Scenario: 值班室无人要提示 a shift with nobody on it is warned of
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 |        | S09        |
    And the time is "2026-03-03 09:00"
    When "S01" taps at "09:01"
    Then the roster warns of "headcount" for "hotline" on "2026-03-04"
    And a notice about "headcount" reaches "S09" by "09:02"

  Scenario: 每室一名即可 one person is enough
    Given the policy pack "psych-hotline"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 | S02    | S09        |
    And the time is "2026-03-03 09:00"
    When "S01" taps at "09:01"
    Then no notice about "headcount" is sent

  Scenario: 要求两名则不够 where two are wanted, one is not
    Given the policy pack "psych-hotline" with:
      | parameter | value |
      | headcount | 2     |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | E1 | 2026-03-02 08:00 | 2026-03-04 08:00 | S01    | S09        |
      | E2 | 2026-03-04 08:00 | 2026-03-06 08:00 | S02    | S09        |
    And the time is "2026-03-03 09:00"
    When "S01" taps at "09:01"
    Then the roster warns of "headcount" for "hotline" on "2026-03-04"
