@R16.1
Feature: R16.1 严禁迟到早退,不准脱岗
  Late and early stand in the ledger. Whoever steps away and comes back badges for it; a desk that its holder leaves for longer than five minutes is told to the supervisor.

  Background:
    Given the policy pack "union-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 09:00 | 2026-03-02 12:00 | S02    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 08:50"

  Scenario: 按时上下班 who comes and goes on time has an empty ledger
    When "S02" taps at "08:55"
    And "S05" taps at "09:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
    When "S05" taps at "12:00"
    Then the last record is "duty.clock-out" with:
      | field | value |
      | staff | S05   |
    And the ledger of "S05" for "2026-03" is empty

  Scenario: 迟到早退记入台账 late in and early out stand in the ledger
    When "S02" taps at "08:55"
    And "S05" taps at "09:01"
    And "S05" taps at "11:53"
    Then the last record is "duty.clock-out" with:
      | field   | value |
      | leaving | early |
      | minutes | -7    |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 1       | 0      | no      |
      | 2026-03-02 | early | 7       | 0      | no      |

  Scenario: 短暂离开须刷卡,不算脱岗 four minutes away, badged out and in, are no fault
    When "S02" taps at "09:00"
    And "S02" taps at "10:00"
    Then the last record is "away.started" with:
      | field | value |
      | staff | S02   |
    And "S02" is away
    And "S02" holds the duty
    When "S02" taps at "10:04"
    Then the last record is "away.ended" with:
      | field | value |
      | staff | S02   |
    And "S02" is in
    When the time is "10:10"
    Then no notice about "unattended" is sent

  Scenario: 脱岗超过五分钟上报 a desk left for longer is told to the supervisor
    When "S02" taps at "09:00"
    And "S02" taps at "10:00"
    And the time is "10:04"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "10:06"

  Scenario: 本室规定离岗十分钟时 where the house allows ten minutes, six are no fault and eleven stand in the ledger
    Given the policy pack "union-line" with:
      | parameter          | value |
      | unattendedAfterMin | 10    |
      | awayLimitMin       | 10    |
    When "S02" taps at "09:00"
    And "S02" taps at "10:00"
    And "S02" taps at "10:06"
    Then no notice about "unattended" is sent
    And the ledger of "S02" for "2026-03" is empty
    When "S02" taps at "10:30"
    And "S02" taps at "10:41"
    Then a notice about "unattended" reaches "S09" by "10:42"
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind      | minutes | amount | excused |
      | 2026-03-02 | away-over | 1       | 0      | no      |
