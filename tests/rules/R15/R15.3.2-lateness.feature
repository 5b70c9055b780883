@R15.3.2
Feature: R15.3.2 签到签退;每晚十分钟罚100元,早退十分钟罚100元,领导事前批准除外
  A hundred yuan for every ten minutes that are begun, nothing where a supervisor has approved beforehand, and a proposal until a manager confirms it.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S05  | S09        |
      | D2 | 2026-03-03 07:00 | 2026-03-03 21:00 | S02    | S05  | S09        |
    And the sheets are complete

  Scenario: 准时签到签退不罚 in and out on time there is nothing to pay
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:40"
    When "S01" taps at "07:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
      | holder  | true    |
    When "S01" taps at "21:00"
    Then the last record is "duty.clock-out" with:
      | field   | value   |
      | leaving | on-time |
    And the ledger of "S01" for "2026-03" is empty

  Scenario Outline: 每晚十分钟罚100元 in at <time>, <minutes> minutes late
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:40"
    When "S01" taps at "<time>"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes   | amount   | excused |
      | 2026-03-02 | late | <minutes> | <amount> | no      |

    Examples:
      | time  | minutes | amount |
      | 07:01 | 1       | 100    |
      | 07:10 | 10      | 100    |
      | 07:11 | 11      | 200    |
      | 07:25 | 25      | 300    |

  Scenario: 满十分钟才计罚则不同 where only full ten minutes count, the same delay costs less
    Given the policy pack "newsroom" with:
      | parameter    | value |
      | fineRounding | full  |
    And the time is "2026-03-02 06:40"
    When "S01" taps at "07:25"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes | amount |
      | 2026-03-02 | late | 25      | 200    |

  Scenario: 早退十分钟罚100元 who closes the service eight minutes early
    Given the policy pack "newsroom"
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    When "S01" taps at "20:52"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | leaving | early |
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | early | 8       | 100    | no      |

  Scenario: 早退依此类推 an early leaving that came to light later is paid for by its minutes
    Given the policy pack "newsroom"
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    And "S05" is in
    When "S05" taps at "21:00"
    Then the ledger of "S05" for "2026-03" is empty
    When "S05" requests the correction "clock-out" of "2026-03-02 20:35" with "the bus leaves at twenty to nine" at "21:10"
    And "S09" approves the correction of "S05"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | early | 25      | 300    | no      |

  Scenario: 领导事前批准不罚 approved beforehand it stands there and costs nothing
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:00"
    When "S09" excuses "S01" from "late" on "2026-03-02" at "06:30"
    And "S01" taps at "07:25"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 25    |
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 25      | 0      | yes     |

  Scenario: 事后批准不算 approval afterwards is none, and nobody approves his own
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:00"
    When "S01" excuses "S01" from "late" on "2026-03-02" at "06:30"
    Then the bridge refuses with "not-entitled"
    When "S01" taps at "07:25"
    And "S09" excuses "S01" from "late" on "2026-03-02" at "07:30"
    Then the bridge refuses with "too-late"
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 25      | 300    | no      |

  Scenario: 罚款须经领导确认 a fine is a proposal until a manager confirms it
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:40"
    When "S01" taps at "07:25"
    Then the ledger of "S01" for "2026-03" is a proposal
    When "S09" confirms the ledger of "S01" for "2026-03" at "08:00"
    Then the bridge refuses with "not-entitled"
    When "S10" confirms the ledger of "S01" for "2026-03"
    Then the ledger of "S01" for "2026-03" is confirmed by "S10"
