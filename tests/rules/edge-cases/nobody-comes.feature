@R20.4 @R20.10
Feature: 接班人没有来 nobody arrives at all, or both are late
  The holder keeps the duty; the alarm climbs its ladder; the bridge says that the handover was missed, and the ledger says who did not come.

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
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 无人接班 nobody comes for the whole shift
    When the time is "08:06"
    Then there is 1 record "handover.due"
    And a notice about "late-handover" reaches "S09" by "08:06"
    When the time is "09:05"
    Then a notice about "missed-handover" reaches "S09" by "09:05"
    And "S01" holds the duty
    When the time is "2026-03-02 20:01"
    Then "S01" holds the duty
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind            | minutes | amount | excused |
      | 2026-03-02 | missed-handover | 720     | 0      | no      |
      | 2026-03-02 | absent          | 720     | 0      | no      |
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 双方都迟到 both the holder's tap and the relief are late
    When "S02" taps at "08:20"
    Then the signal is "late"
    When "S01" taps at "08:30"
    And "S02" taps at "08:30:10"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | latenessSeconds | 1810  |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 35      | 0      | no      |
    When "S01" taps at "08:31"
    Then the last record is "duty.clock-out" with:
      | field   | value       |
      | leaving | stayed-over |
    And the ledger of "S01" for "2026-03" is empty
    And the figures of "S01" for "2026-03" show:
      | figure         | value |
      | worked minutes | 765   |

  Scenario: 空班后第一个人接岗 where nobody held the duty the first entitled one takes it
    When the time is "2026-03-02 20:01"
    And "S03" taps at "20:02"
    And "S01" taps at "20:05"
    And "S03" taps at "20:05:10"
    Then "S03" holds the duty
