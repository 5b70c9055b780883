@R01.18
Feature: R01.18 定期检查电话设备
  Once a week somebody looks after the telephones before the duty is handed over; a fault that he finds goes on to the next shift.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 09:00 | S01    | S09        |
      | B1 | 2026-03-02 09:00 | 2026-03-02 10:00 | S02    | S09        |
      | C1 | 2026-03-02 10:00 | 2026-03-02 11:00 | S04    | S09        |
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty

  Scenario: 未检查不得交接 as long as nobody has, no handover begins
    When "S01" taps at "08:52"
    Then the tap is refused as "sheet-incomplete"
    And the sheet of shift "A1" is incomplete
    When "S01" ticks "periodic check" at "08:53"
    Then the sheet of shift "A1" is complete
    When "S01" taps at "08:54"
    Then the signal is "waiting-for-second"

  Scenario: 一周内不必再查 once it is done the next shift need not do it again
    When "S01" ticks "phone check" at "08:40"
    And "S02" taps at "08:45"
    And "S01" taps at "08:52"
    And "S02" taps at "08:52:05"
    Then the sheet of shift "B1" is complete
    When "S04" taps at "09:45"
    And "S02" taps at "09:52"
    And "S04" taps at "09:52:05"
    Then "S04" holds the duty

  Scenario: 只有交班人能查 who comes cannot do it for him
    When "S02" taps at "08:45"
    And "S02" ticks "periodic check"
    Then the bridge refuses with "not-entitled"

  Scenario: 查出的故障交给下一班 a fault that he finds stands on the next sheet
    When "S01" writes "line 2 crackles" under "phone faults" at "08:40"
    And "S01" ticks "periodic check"
    And "S02" taps at "08:45"
    And "S01" taps at "08:52"
    And "S02" taps at "08:52:05"
    Then the sheet of shift "B1" carries over "line 2 crackles"
