@R04.15
Feature: R04.15 不得私自离开
  Whoever leaves the desk badges for it and keeps the duty; a desk that its holder leaves for longer than five minutes is told to the supervisor.

  Background:
    Given the policy pack "hotline-work"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty

  Scenario: 五分钟内返回 back within five minutes
    When "S01" taps at "10:00"
    Then "S01" is away
    And "S01" holds the duty
    When "S01" taps at "10:04"
    Then the last record is "away.ended" with:
      | field   | value |
      | staff   | S01   |
    And "S01" is in
    When the time is "10:20"
    Then no notice about "unattended" is sent

  Scenario: 离开超过五分钟上报 longer is told while it lasts, and once
    When "S01" taps at "10:00"
    And the time is "10:04"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "10:06"

  Scenario: 若容许十分钟 where ten minutes are allowed, eight are no fault
    Given the policy pack "hotline-work" with:
      | parameter          | value |
      | unattendedAfterMin | 10    |
    When "S01" taps at "10:00"
    And "S01" taps at "10:08"
    And the time is "10:20"
    Then no notice about "unattended" is sent

  Scenario: 离开不等于下班 a tap in mid-shift is never a leaving, and ends nobody's duty
    When "S01" taps at "10:00"
    And "S01" taps at "10:03"
    Then there is no record "duty.clock-out"
    And there is 1 record "away.started"
    And there is 1 record "away.ended"
    And "S01" holds the duty
