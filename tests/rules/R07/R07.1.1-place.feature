@R07.1.1
Feature: R07.1.1 按时在交接班地点交接
  A handover is made at the post's handover terminal, by both people and in time; at its other terminals people only come and go.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And terminals:
      | id | post    |
      | T1 | hotline |
      | T2 | hotline |
    And the sheets are complete
    And the time is "2026-03-02 07:30"
    And "S01" holds the duty

  Scenario: 在交接班地点交接 at the handover terminal both badges make the handover
    Given the policy pack "water-utility"
    When "S02" taps on "T2" at "07:45"
    Then the last record of "T2" is "duty.clock-in" with:
      | field | value |
      | staff | S02   |
      | shift | D1    |
    When "S01" taps on "T1" at "07:55"
    And "S02" taps on "T1" at "07:55:10"
    Then the last record of "T1" is "handover.confirmed" with:
      | field    | value |
      | outgoing | S01   |
      | incoming | S02   |
    And "S02" holds the duty

  Scenario: 别处不得交接 at the other terminal the same taps hand nothing over
    Given the policy pack "water-utility"
    When "S02" taps on "T2" at "07:45"
    And "S01" taps on "T2" at "07:55"
    And "S02" taps on "T2" at "07:55:10"
    Then there is no record "handover.started"
    And there is no record "handover.confirmed"
    And "S01" holds the duty

  Scenario: 一人在交接班地点、一人在别处不成交接 one here and one there make no handover either
    Given the policy pack "water-utility"
    When "S02" taps on "T2" at "07:45"
    And "S01" taps on "T1" at "07:55"
    And "S02" taps on "T2" at "07:55:05"
    And the time is "07:56"
    Then there is 1 record "handover.timed-out"
    And "S01" holds the duty

  Scenario: 两人须在15秒内刷卡 twenty seconds apart is no handover
    Given the policy pack "water-utility"
    When "S02" taps on "T1" at "07:45"
    And "S01" taps on "T1" at "07:55"
    And "S02" taps on "T1" at "07:55:20"
    Then "S01" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 放宽到30秒则成 where thirty seconds are allowed it is one
    Given the policy pack "water-utility" with:
      | parameter    | value |
      | pairingTimeS | 30    |
    When "S02" taps on "T1" at "07:45"
    And "S01" taps on "T1" at "07:55"
    And "S02" taps on "T1" at "07:55:20"
    Then "S02" holds the duty
