@R02.6
Feature: R02.6 每天保管,按日期、月份装订存档
  Records are filed by the day, and none can be changed unseen.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
    And shifts:
      | id | start            | end              | leader |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S02" taps at "07:39"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"

  Scenario: 按日期存档 each day has its own records
    Then the archive of "2026-03-01" holds 1 record "duty.clock-in"
    And the archive of "2026-03-02" holds 1 record "duty.clock-in"
    And the archive of "2026-03-02" holds 1 record "handover.confirmed"
    And the history of "T1" is complete

  Scenario: 改动存档会被发现 an altered record is found
    When record 4 of "T1" is altered in the store
    Then the history of "T1" is broken at record 4
