@R07.3.5
Feature: R07.3.5 原始记录不能遗失、损坏
  What was badged is kept through power cuts, dead lines and a restored backup, and a record that was changed is found.

  Background:
    Given the policy pack "water-utility"
    And the zone "Asia/Shanghai"
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
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty

  Scenario: 断网期间的记录不丢失 what was badged while the line was dead arrives when it is back
    When the network of "T1" is lost at "07:40"
    And "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then the archive of "2026-03-02" holds 0 records "handover.confirmed"
    When the network of "T1" is back at "08:10"
    And the time is "08:12"
    Then the archive of "2026-03-02" holds 1 record "handover.confirmed"
    And the history of "T1" is complete

  Scenario: 断电不丢失 a power cut right after the badge loses nothing
    When "S02" taps at "07:50"
    And the power of "T1" fails at "07:50:05"
    And the power of "T1" returns at "07:52"
    And the time is "07:54"
    Then "S01" holds the duty
    And "S02" is in
    And the archive of "2026-03-02" holds 1 record "duty.clock-in"
    And the history of "T1" is complete

  Scenario: 备份恢复后记录齐全 after an old backup is restored the records since are there again
    When a backup is made at "07:40"
    And "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    And the backup is restored at "08:30"
    And the time is "08:40"
    Then the archive of "2026-03-02" holds 1 record "handover.confirmed"
    And the history of "T1" is complete
    And "S02" holds the duty

  Scenario: 改动原始记录会被发现 a record that was changed is found
    When "S02" taps at "07:50"
    And record 5 of "T1" is altered in the store
    Then the history of "T1" is broken at record 5
