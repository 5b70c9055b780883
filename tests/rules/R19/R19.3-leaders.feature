@R19.3
Feature: R19.3 严格交接,班长责任制
  The duty goes from leader to leader, or to a deputy whom the leader has named for the shift.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |      | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S05  | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 班长交给班长 leader to leader
    When "S02" taps at "07:40"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | outgoing | S01   |
      | incoming | S02   |
    And "S02" holds the duty

  Scenario: 班员不能代班长接班 one of the crew does not sign for the leader
    When "S05" taps at "07:40"
    And "S01" taps at "07:52"
    And "S05" taps at "07:52:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty

  Scenario: 班长指定的副手可以接班 a deputy whom the leader has named may
    When "S02" names "S05" deputy for shift "D1" at "07:30"
    And "S05" taps at "07:40"
    And "S01" taps at "07:52"
    And "S05" taps at "07:52:05"
    Then "S05" holds the duty

  Scenario: 他班班长不能指定 only the shift's own leader names one
    When "S01" names "S05" deputy for shift "D1" at "07:30"
    Then the bridge refuses with "not-entitled"
    When "S05" names "S05" deputy for shift "D1"
    Then the bridge refuses with "not-entitled"
