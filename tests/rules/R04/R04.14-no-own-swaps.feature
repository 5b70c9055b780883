@R04.14
Feature: R04.14 不得私自调换班次或请假
  Swaps and leave count when a supervisor has approved them. Who stands in without that is let in, so that the desk has somebody, is marked, and takes over nothing.

  Background:
    Given the policy pack "hotline-work"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
      | D2 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 12:00"
    And "S01" holds the duty

  Scenario: 私自换班不算数 what two people have agreed on between themselves does not count
    When "S02" asks "S04" to take shift "D2"
    And "S04" accepts the swap of shift "D2"
    Then a notice about "swap" reaches "S09"
    And the calendar of "S02" shows shift "D2"
    And the calendar of "S04" does not show shift "D2"
    When "S04" taps at "12:45"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S04        |
      | arrival | unrostered |
    When "S01" taps at "12:55"
    And "S04" taps at "12:55:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty

  Scenario: 领导批准的换班算数 approved, it does
    When "S02" asks "S04" to take shift "D2"
    And "S04" accepts the swap of shift "D2"
    And "S04" approves the swap of shift "D2"
    Then the bridge refuses with "not-entitled"
    When "S09" approves the swap of shift "D2"
    Then the calendar of "S04" shows shift "D2"
    And the calendar of "S02" does not show shift "D2"
    When "S04" taps at "12:45"
    And "S01" taps at "12:55"
    And "S04" taps at "12:55:05"
    Then "S04" holds the duty

  Scenario: 私自请假为缺勤 leave that nobody approved is absence
    When "S02" requests leave for shift "D2" with "家里有事"
    Then the calendar of "S02" shows shift "D2"
    When the time is "18:01"
    Then the ledger of "S02" for "2026-03" shows:
      | day        | kind            | minutes | amount | excused |
      | 2026-03-02 | missed-handover | 300     | 0      | no      |
      | 2026-03-02 | absent          | 300     | 0      | no      |

  Scenario: 批准的请假 approved leave takes the shift off the calendar and leaves the ledger empty
    When "S02" requests leave for shift "D2" with "看病"
    And "S09" approves the leave of "S02" for shift "D2"
    Then the calendar of "S02" does not show shift "D2"
    When the time is "18:01"
    Then the ledger of "S02" for "2026-03" is empty

  Scenario: 若拒绝未排班人员 where the house refuses instead of marking, the stand-in is not let in
    Given the policy pack "hotline-work" with:
      | parameter  | value  |
      | unrostered | refuse |
    When "S04" taps at "12:45"
    Then the tap is refused as "not-on-roster"
    And "S04" is out
