@R01.19
Feature: R01.19 录音保存和备份
  The records are backed up. What came after the backup the terminal still has, and tells again.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 恢复备份后记录齐全 after the backup is restored nothing is missing
    When a backup is made at "07:30"
    And "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    And the backup is restored at "08:10"
    And the time is "08:15"
    Then the history of "T1" is complete
    And the archive of "2026-03-02" holds 1 record "handover.confirmed"
    And "S02" holds the duty

  Scenario: 备份后被改动的记录能发现 a record that somebody has altered is found
    When "S02" taps at "07:50"
    And record 3 of "T1" is altered in the store at "08:00"
    Then the history of "T1" is broken at record 3

  Scenario: 恢复备份即恢复原记录 the backup has the record as it was
    When a backup is made at "07:30"
    And record 3 of "T1" is altered in the store at "07:40"
    Then the history of "T1" is broken at record 3
    When the backup is restored at "07:45"
    And the time is "07:50"
    Then the history of "T1" is complete
