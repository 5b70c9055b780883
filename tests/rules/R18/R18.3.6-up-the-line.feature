@R18.3.6
Feature: R18.3.6 逐级报告至总经理
  Poisoning, fire, explosion: the supervisor is told at once, and the general manager when nobody has taken note of it within five minutes.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴总经理 | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-02 17:30 | 2026-03-03 08:30 | S01    | S09        |
    And the time is "2026-03-02 17:50"
    And "S01" holds the duty

  Scenario: 无人回应则五分钟后报总经理 nobody has answered: the general manager is told after five minutes
    Given the policy pack "gas-utility"
    When "S01" writes "幸福里3栋煤气中毒2人" under "major events" at "18:00"
    Then a notice about "major-event" reaches "S09" by "18:01"
    When the time is "18:04"
    Then no notice about "major-event" reaches "S10"
    And a notice about "major-event" reaches "S10" by "18:06"

  Scenario: 领导已回应则不再上报 once the supervisor has taken note of it, it goes no further
    Given the policy pack "gas-utility"
    When "S01" writes "幸福里3栋煤气中毒2人" under "major events" at "18:00"
    And "S09" acknowledges the notice "major-event" at "18:03"
    And the time is "18:20"
    Then no notice about "major-event" reaches "S10"

  Scenario: 若容许十五分钟 where a quarter of an hour is allowed, not after six minutes
    Given the policy pack "gas-utility" with:
      | parameter   | value |
      | escalateMin | 15    |
    When "S01" writes "幸福里3栋煤气中毒2人" under "major events" at "18:00"
    And the time is "18:14"
    Then no notice about "major-event" reaches "S10"
    And a notice about "major-event" reaches "S10" by "18:16"

  Scenario: 若只报到值班领导 where the chain ends with the supervisor, the general manager is not told
    Given the policy pack "gas-utility" with:
      | parameter  | value      |
      | escalation | supervisor |
    When "S01" writes "幸福里3栋煤气中毒2人" under "major events" at "18:00"
    And the time is "18:20"
    Then a notice about "major-event" reaches "S09"
    And no notice about "major-event" reaches "S10"
