@R11.2.2
Feature: R11.2.2 坚守岗位,不擅离职守;赶到现场者保证电话畅通
  Nobody leaves the desk without cause. Who has to go to the scene says so, and it is no fault.

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
    And the rotation "even-days" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the sheets are complete
    And the time is "2026-03-02 13:30"
    And "S01" holds the duty

  Scenario: 擅离职守 away for five minutes without a reason, the leader in charge is told
    Given the policy pack "psych-hotline"
    When "S01" taps at "14:00"
    Then "S01" is away
    When the time is "14:04"
    Then no notice about "unattended" is sent
    When the time is "14:06"
    Then a notice about "unattended" reaches "S09" by "14:06"
    And "S01" holds the duty

  Scenario: 赶到现场不算擅离职守 at the scene for an hour, and nothing is held against her
    Given the policy pack "psych-hotline"
    When "S01" taps at "14:00"
    And "S01" gives the reason "on-scene" at "14:02"
    And "S01" taps at "15:00"
    Then the last record is "away.ended" with:
      | field   | value |
      | staff   | S01   |
      | seconds | 3600  |
    And "S01" holds the duty
    And no notice about "unattended" is sent
    And no notice about "away-too-long" is sent
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 其他理由不算 another reason is none
    Given the policy pack "psych-hotline"
    When "S01" taps at "14:00"
    And "S01" gives the reason "shopping" at "14:02"
    Then the bridge refuses with "unknown-reason"
    When the time is "14:06"
    Then a notice about "unattended" reaches "S09" by "14:06"

  Scenario: 没有离开就没有理由可说 who has not left gives no reason in advance
    Given the policy pack "psych-hotline"
    When "S01" gives the reason "on-scene" at "13:40"
    Then the bridge refuses with "not-away"

  Scenario: 不认可该理由的单位仍提示 where a house knows no such reason it is told all the same
    Given the policy pack "psych-hotline" with:
      | parameter   | value   |
      | awayReasons | meeting |
    When "S01" taps at "14:00"
    And "S01" gives the reason "on-scene" at "14:02"
    Then the bridge refuses with "unknown-reason"
    When the time is "14:06"
    Then a notice about "unattended" reaches "S09" by "14:06"
