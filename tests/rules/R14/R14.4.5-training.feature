@R14.4.5
Feature: R14.4.5 先培训,后上岗
  Who is not trained yet may be in, but takes no duty, and the roster says so beforehand.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       | qualified |
      | S01 | 王芳   | 04A1B2C3 | leader     | yes       |
      | S02 | 李强   | 04A1B2C4 | leader     | yes       |
      | S04 | 刘洋   | 04A1B2C6 | leader     | no        |
      | S09 | 周主任  | 04A1B2C9 | supervisor | yes       |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S04    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未培训者不能接班 rostered or not, he cannot take over
    When "S04" taps at "07:45"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | staff | S04   |
      | shift | D1    |
    When "S01" taps at "07:52"
    And "S04" taps at "07:52:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 排班时即提示 the roster warns of it
    Then the roster warns of "unqualified" for "S04" on "2026-03-02"
    And a notice about "unqualified" reaches "S09" by "07:30"

  Scenario: 未培训者不能顶班 nor can he be named in another one's stead
    When "S09" names "S04" substitute for "S01" in shift "N2" at "07:30"
    Then the bridge refuses with "unqualified"

  Scenario: 由已培训者代班 a trained one named for the shift takes over
    When "S09" names "S02" substitute for "S04" in shift "D1" at "07:30"
    And "S02" taps at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then "S02" holds the duty

  Scenario: 只提示不拒绝的岗位 a house that only warns lets him take over
    Given the policy pack "community" with:
      | parameter   | value |
      | unqualified | warn  |
    When "S04" taps at "07:45"
    And "S01" taps at "07:52"
    And "S04" taps at "07:52:05"
    Then "S04" holds the duty
    And a notice about "unqualified" reaches "S09"
