@R20.1 @R20.3
Feature: 夜班跨零点、跨月 a night shift across midnight and across the month's end
  A shift belongs to the day on which it starts: its ledger is that day's and that month's, whatever the calendar says when it ends.

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
      | D0 | 2026-03-31 08:00 | 2026-03-31 20:00 | S02 |  |  | S09 |
      | N1 | 2026-03-31 20:00 | 2026-04-01 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-04-01 08:00 | 2026-04-01 20:00 | S02 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-31 19:30"
    And "S02" holds the duty

  Scenario: 夜班迟到记在上月 who is late for the night shift of the 31st has the row in March
    When "S01" taps at "2026-03-31 20:04"
    Then the signal is "late"
    And the last record is "duty.clock-in" with:
      | field   | value |
      | shift   | N1    |
      | arrival | late  |
      | minutes | 19    |
    When "S02" taps at "2026-03-31 20:05"
    And "S01" taps at "20:05:08"
    Then "S01" holds the duty
    When the time is "2026-04-01 02:00"
    Then "S01" holds the duty
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-31 | late | 19      | 0      | no      |
    And the ledger of "S01" for "2026-04" is empty

  Scenario: 次日早晨离岗记在班次所属日 leaving early after midnight belongs to the evening on which the shift began
    When "S05" taps at "2026-03-31 19:44"
    And "S01" taps at "19:45"
    And "S02" taps at "2026-03-31 19:55"
    And "S01" taps at "19:55:06"
    Then "S01" holds the duty
    When "S05" taps at "2026-04-01 03:30"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | staff   | S05   |
      | leaving | early |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-31 | early | 270     | 0      | no      |
    And the ledger of "S05" for "2026-04" is empty

  Scenario: 跨月交接 the handover in the new month ends the shift of the old one
    When "S01" taps at "2026-03-31 19:45"
    And "S02" taps at "2026-03-31 19:55"
    And "S01" taps at "19:55:06"
    And "S02" taps at "2026-04-01 07:45"
    And "S01" taps at "2026-04-01 07:52"
    And "S02" taps at "07:52:06"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | from            | N1    |
      | to              | D1    |
      | latenessSeconds | 0     |
    And the archive of "2026-03-31" holds 1 record "handover.confirmed"
    And the archive of "2026-04-01" holds 1 record "handover.confirmed"
