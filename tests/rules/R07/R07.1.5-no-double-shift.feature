@R07.1.5
Feature: R07.1.5 不准做连班,经部门负责人许可方可调班
  Nobody works two shifts in a row, neither planned nor as a stand-in; a shift changes hands when the supervisor has approved it.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 连班不得上岗 planned twice in a row he is warned of, and refused at the door of the second shift
    Given the policy pack "water-utility"
    Then the roster warns of "double-shift" for "S05" on "2026-03-02"
    When "S05" taps at "08:00"
    Then the last record is "duty.clock-out" with:
      | field | value |
      | staff | S05   |
    When "S05" taps at "08:10"
    Then the tap is refused as "double-shift"
    And "S05" is out

  Scenario: 允许连班的单位可以 where a house allows it the same badge is let in
    Given the policy pack "water-utility" with:
      | parameter   | value |
      | doubleShift | allow |
    When "S05" taps at "08:00"
    And "S05" taps at "08:10"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | staff | S05   |
      | shift | D1    |
    And "S05" is in

  Scenario: 不得让下夜班的人顶班 who comes off the night shift is no substitute for the day
    Given the policy pack "water-utility"
    When "S09" names "S01" substitute for "S02" in shift "D1" at "07:35"
    Then the bridge refuses with "double-shift"
    When "S02" asks "S01" to take shift "D1"
    And "S01" accepts the swap of shift "D1"
    And "S09" approves the swap of shift "D1"
    Then the bridge refuses with "double-shift"
    And the calendar of "S02" shows shift "D1"

  Scenario: 经许可调班 approved, a rested person takes the shift
    Given the policy pack "water-utility"
    When "S02" asks "S04" to take shift "D1" at "07:35"
    And "S04" accepts the swap of shift "D1"
    And "S09" approves the swap of shift "D1"
    And "S04" taps at "07:45"
    And "S01" taps at "07:55"
    And "S04" taps at "07:55:05"
    Then "S04" holds the duty
    And the calendar of "S02" does not show shift "D1"

  Scenario: 未经许可调班无效 agreed but not approved, the other one does not get in
    Given the policy pack "water-utility"
    When "S02" asks "S04" to take shift "D1" at "07:35"
    And "S04" accepts the swap of shift "D1"
    And "S04" taps at "07:45"
    Then the tap is refused as "not-on-roster"
    And the calendar of "S02" shows shift "D1"
