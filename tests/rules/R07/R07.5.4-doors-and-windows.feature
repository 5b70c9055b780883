@R07.5.4
Feature: R07.5.4 人员离开时,锁好门窗
  Who leaves ticks that doors and windows are locked; nobody else can do it for him.

  Background:
    Given the policy pack "water-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 14:00 | S01    | S09        |
      | E1 | 2026-03-02 14:00 | 2026-03-02 20:00 | S02    | S09        |

  Scenario: 无人接班时锁好门窗方可离开 the last one closes the service when the doors are locked
    Given the time is "2026-03-02 19:30"
    And "S02" holds the duty
    When "S02" writes "all in place" under "hygiene" at "19:40"
    And "S02" taps at "19:55"
    Then the tap is refused as "sheet-incomplete"
    And "S02" holds the duty
    When "S02" ticks "doors and windows locked" at "19:58"
    And "S02" taps at "20:00"
    Then the last record is "duty.clock-out" with:
      | field   | value   |
      | leaving | on-time |
      | holder  | true    |
    And nobody holds the duty

  Scenario: 交班离开也须检查 it is so at a handover too, and the incoming person cannot tick it
    Given the time is "2026-03-02 13:30"
    And "S01" holds the duty
    When "S01" writes "all in place" under "hygiene" at "13:40"
    And "S02" taps at "13:45"
    And "S02" ticks "doors and windows locked"
    Then the bridge refuses with "not-entitled"
    When "S01" taps at "13:55"
    Then the tap is refused as "sheet-incomplete"
    When "S01" ticks "doors and windows locked"
    And "S01" taps at "13:56"
    And "S02" taps at "13:56:05"
    Then "S02" holds the duty
