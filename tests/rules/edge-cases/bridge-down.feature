@R20.4 @R20.9 @R08.1.6
Feature: 交接时服务器停机 the bridge is down over the shift change
  Everything a person waits for is decided at the terminal. What it recorded comes later, and the ledger is as if it had come at once.

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
    And the time is "2026-03-02 07:00"
    And "S01" holds the duty

  Scenario: 停机期间照常交接，恢复后补传 the handover is made and told afterwards
    When the bridge stops at "07:15"
    And "S02" taps at "07:50"
    Then the signal is "late"
    When "S01" taps at "07:55"
    And "S02" taps at "07:55:08"
    Then the signal is "confirmed"
    When the bridge starts at "09:30"
    And the time is "09:35"
    Then "S02" holds the duty
    And the history of "T1" is complete
    And no notice about "missed-handover" is sent
    And the archive of "2026-03-02" holds 1 record "handover.confirmed"
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 5       | 0      | no      |

  Scenario: 停机期间无人接班，恢复后即通知 nobody came meanwhile: it is told once the terminal has spoken
    When the bridge stops at "07:15"
    And the bridge starts at "09:30"
    Then a notice about "missed-handover" reaches "S09" by "09:35"
