@R13.15
Feature: R13.15 不得私自请假、早退
  Leaving early stands in the ledger unless it was excused beforehand. Leave needs approval, and who stands in for somebody without it is marked and takes over nothing.

  Background:
    Given the policy pack "hotline-template"
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
      | D1 | 2026-03-02 08:00 | 2026-03-02 11:00 | S01    | S05  | S09        |
      | D2 | 2026-03-02 11:00 | 2026-03-02 13:00 | S02    |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty

  Scenario: 早退记入台账 early out stands in the ledger
    When "S05" taps at "08:40"
    And "S05" taps at "10:30"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | leaving | early |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 40      | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | no      |

  Scenario: 领导事前同意的早退 excused beforehand it is no fault
    When "S05" taps at "08:40"
    And "S09" excuses "S05" from "early" on "2026-03-02"
    And "S05" taps at "10:30"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 40      | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | yes     |

  Scenario: 宽限一小时时不算迟到 where the house gives an hour's grace, forty minutes are no lateness
    Given the policy pack "hotline-template" with:
      | parameter | value |
      | graceMin  | 60    |
    When "S05" taps at "08:40"
    Then the ledger of "S05" for "2026-03" is empty

  Scenario: 私自请假、找人顶班不算数 leave and a stand-in that nobody approved do not count
    When "S02" requests leave for shift "D2" with "家里有事"
    And "S04" taps at "10:45"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S04        |
      | arrival | unrostered |
    When "S01" taps at "10:55"
    And "S04" taps at "10:55:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty
    And the calendar of "S02" shows shift "D2"

  Scenario: 领导批准并安排顶班 approved and with a substitute named, they do
    When "S09" names "S04" substitute for "S02" in shift "D2"
    Then the calendar of "S02" does not show shift "D2"
    When "S04" taps at "10:45"
    And "S01" taps at "10:55"
    And "S04" taps at "10:55:05"
    Then "S04" holds the duty
    And the ledger of "S02" for "2026-03" is empty
