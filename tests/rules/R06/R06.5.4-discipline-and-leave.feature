@R06.5.4
Feature: R06.5.4 不得迟到早退,不得随意请假
  Lateness and leaving early stand in the ledger unless a supervisor has excused them beforehand. Leave counts when a supervisor has approved it.

  Background:
    Given the policy pack "citizen-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 12:00 | S02    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:30"

  Scenario: 迟到、早退记入台账 both stand in the ledger
    When "S05" taps at "08:05"
    And "S05" taps at "11:30"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | staff   | S05   |
      | leaving | early |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 5       | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | no      |

  Scenario: 事前批准的早退不追究 whom a supervisor has excused beforehand is excused, afterwards it is too late
    When "S05" taps at "08:00"
    And "S09" excuses "S05" from "early" on "2026-03-02" at "11:00"
    And "S05" taps at "11:30"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | early | 30      | 0      | yes     |
    When "S09" excuses "S05" from "late" on "2026-03-02" at "11:40"
    Then the bridge refuses with "too-late"

  Scenario: 宽限十分钟时五分钟不算迟到 where the house gives ten minutes' grace, five are no lateness
    Given the policy pack "citizen-line" with:
      | parameter | value |
      | graceMin  | 10    |
    When "S05" taps at "08:05"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
    And the ledger of "S05" for "2026-03" is empty

  Scenario: 经批准的请假 approved leave takes the shift off the person's calendar, and nobody is absent
    When "S05" requests leave for shift "D1" with "看病"
    Then the calendar of "S05" shows shift "D1"
    When "S05" approves the leave of "S05" for shift "D1"
    Then the bridge refuses with "not-entitled"
    When "S09" approves the leave of "S05" for shift "D1"
    Then the calendar of "S05" does not show shift "D1"
    When the time is "12:01"
    Then the ledger of "S05" for "2026-03" is empty

  Scenario: 未经批准的请假为缺勤 leave that was only asked for, or was rejected, is none
    When "S05" requests leave for shift "D1" with "家里有事"
    And "S09" rejects the leave of "S05" for shift "D1"
    Then the calendar of "S05" shows shift "D1"
    When the time is "12:01"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind   | minutes | amount | excused |
      | 2026-03-02 | absent | 240     | 0      | no      |
