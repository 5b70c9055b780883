@R20.1 @R20.10
Feature: 忘记签退 a forgotten clock-out
  Presence lapses four hours after the end of one's shift; the ledger says that the clock-out is missing until a correction is approved, and the record stays as it is.

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
    And "S05" is in

  Scenario: 漏签退提醒并可更正 it is noticed, requested, approved and shown beside the untouched record
    When "S02" taps at "07:45"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    And "S01" taps at "08:01"
    Then "S01" is out
    When the time is "12:01"
    Then a notice about "clock-out-missing" reaches "S09" by "12:05"
    And "S05" is out
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind              | minutes | amount | excused |
      | 2026-03-01 | clock-out-missing | 0       | 0      | no      |
    And the ledger of "S01" for "2026-03" is empty
    When "S05" requests the correction "clock-out" of "2026-03-02 08:02" with "forgot to tap"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind              | minutes | amount | excused |
      | 2026-03-01 | clock-out-missing | 0       | 0      | no      |
    When "S01" approves the correction of "S05"
    Then the bridge refuses with "not-entitled"
    When "S09" approves the correction of "S05"
    Then the ledger of "S05" for "2026-03" is empty
    And there is 1 record "duty.clock-out"

  Scenario: 当班者不会被视为离开 whoever holds the duty never lapses
    When the time is "12:30"
    Then "S01" holds the duty
    And "S01" is in
