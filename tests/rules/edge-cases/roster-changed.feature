@R20.1 @R20.3
Feature: 班次进行中改排班 the roster is changed during a shift
  A change holds for what is not over. The end of the shift that is held moves with it; what is past cannot be changed.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02 | S06 |  | S09 |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 06:00"
    And "S01" holds the duty

  Scenario: 推迟交接时间 the end of the running shift moves, and the window with it
    When "S09" changes shift "N1" to end "09:00" at "06:30"
    And "S09" changes shift "D1" to start "09:00"
    And "S02" taps at "07:50"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
    When "S01" taps at "07:55"
    Then the tap is refused as "window-closed"
    When "S01" taps at "08:50"
    And "S02" taps at "08:50:06"
    Then "S02" holds the duty
    And there is no record "handover.due"

  Scenario: 过去的班次不能改 what is over cannot be changed
    When "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:06"
    And "S09" changes shift "N1" to end "09:00" at "08:30"
    Then the bridge refuses with "past-shift"

  Scenario: 普通员工不能改排班 only a supervisor may
    When "S02" changes shift "D1" to start "09:00" at "06:30"
    Then the bridge refuses with "not-entitled"

  Scenario: 过去的排班不随新排班改变 what was worked stays worked, whatever is written later
    When "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:06"
    And "S09" names "S04" substitute for "S03" in shift "N2" at "09:00"
    Then the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 5       | 0      | no      |
    And the calendar of "S01" shows shift "N1"
    And the calendar of "S04" shows shift "N2"
    And the calendar of "S03" does not show shift "N2"
