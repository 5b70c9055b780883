@R20.3
Feature: R20.3 交接班在下班前10分钟内进行;接班负责人提前15分钟到岗
  The handover window opens ten minutes before the end of the shift; who takes over is in a quarter of an hour before the start.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |          | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |          |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty

  Scenario: 提前15分钟到岗为准时 in exactly a quarter of an hour before the start is on time
    When "S02" taps at "07:45"
    Then the signal is "accepted"
    And the last record is "duty.clock-in" with:
      | field   | value   |
      | staff   | S02     |
      | shift   | D1      |
      | arrival | on-time |
      | minutes | 0       |
    And "S02" is in
    And "S01" holds the duty

  Scenario: 晚于要求到岗为迟到 a minute after it is late
    When "S02" taps at "07:46"
    Then the signal is "late"
    And the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |

  Scenario: 窗口未开不得交接 before the window the holder's tap is no handover
    When "S01" taps at "07:49:59"
    Then the tap is refused as "window-closed"
    And the signal is "refused"
    And there is no record "handover.started"
    And "S01" holds the duty

  Scenario: 窗口内交接 inside the window it is
    When "S02" taps at "07:45"
    And the time is "07:50"
    Then the signal is "notice"
    When "S01" taps at "07:50"
    Then the signal is "waiting-for-second"
    And the last record is "handover.started" with:
      | field | value    |
      | staff | S01      |
      | side  | outgoing |
      | shift | N1       |
    When "S02" taps at "07:50:10"
    Then the signal is "confirmed"
    And "S02" holds the duty
