@R15.5.1
Feature: R15.5.1 午餐11:15–12:00,下午45分钟,做好记录
  Lunch is free from a quarter past eleven to twelve, a meal in the afternoon may take three quarters of an hour; both are on record.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 11:00"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 午餐和下午用餐均在规定内 both meals in their time are no fault, and are on record
    Given the policy pack "newsroom"
    When "S05" taps at "11:15"
    Then "S05" is away
    When "S05" taps at "12:00"
    Then "S05" is in
    When "S05" taps at "17:00"
    And "S05" taps at "17:45"
    Then the last record is "away.ended" with:
      | field   | value |
      | staff   | S05   |
      | seconds | 2700  |
    And the archive of "2026-03-02" holds 2 records "away.started"
    And the archive of "2026-03-02" holds 2 records "away.ended"
    And no notice about "away-too-long" is sent
    And the ledger of "S05" for "2026-03" is empty

  Scenario: 提前去午餐 before a quarter past eleven nobody goes
    Given the policy pack "newsroom"
    When "S05" taps at "11:05"
    Then a notice about "away-too-long" reaches "S09" by "11:06"
    When "S05" taps at "11:50"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes | amount |
      | 2026-03-02 | away-over | 10      | 0      |

  Scenario: 下午超过45分钟 the forty-sixth minute is one too many
    Given the policy pack "newsroom"
    When "S05" taps at "17:00"
    And the time is "17:44"
    Then no notice about "away-too-long" is sent
    When the time is "17:46"
    Then a notice about "away-too-long" reaches "S09" by "17:46"
    When "S05" taps at "17:46"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes |
      | 2026-03-02 | away-over | 1       |

  Scenario: 午餐超时计入下午的45分钟 what lunch takes beyond twelve is taken from the afternoon
    Given the policy pack "newsroom"
    When "S05" taps at "11:20"
    And "S05" taps at "12:25"
    Then no notice about "away-too-long" is sent
    When "S05" taps at "17:00"
    And "S05" taps at "17:25"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes |
      | 2026-03-02 | away-over | 5       |

  Scenario: 只许30分钟则超时 where half an hour is allowed, three quarters are too long
    Given the policy pack "newsroom" with:
      | parameter        | value |
      | awayAllowanceMin | 30    |
    When "S05" taps at "17:00"
    And "S05" taps at "17:45"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes |
      | 2026-03-02 | away-over | 15      |
