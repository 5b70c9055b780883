@R20.2 @R08.2.1
Feature: 换班在终端离线时批准 a swap approved while the terminal is offline
  The terminal goes by the roster that it has. Until the new one has come the first person stays responsible; afterwards the other one is.

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
    And the time is "2026-03-02 06:00"
    And "S01" holds the duty

  Scenario: 恢复联网后换班生效 it counts from the moment at which the network is back
    When the network of "T1" is lost at "06:10"
    And "S02" asks "S04" to take shift "D1" at "06:15"
    And "S04" accepts the swap of shift "D1"
    And "S09" approves the swap of shift "D1"
    And "S04" taps at "07:40"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | staff   | S04        |
      | arrival | unrostered |
    When the network of "T1" is back at "07:45"
    And "S01" taps at "07:55"
    And "S04" taps at "07:55:08"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S04   |
      | to       | D1    |
    And "S04" holds the duty

  Scenario: 离线期间原接班人仍可接班 while it is offline the first person can still take over
    When the network of "T1" is lost at "06:10"
    And "S02" asks "S04" to take shift "D1" at "06:15"
    And "S04" accepts the swap of shift "D1"
    And "S09" approves the swap of shift "D1"
    And "S02" taps at "07:40"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:08"
    Then "S02" holds the duty

  Scenario: 未被接受的换班不生效 a swap that nobody took leaves the first person responsible
    When "S02" asks "S04" to take shift "D1" at "06:15"
    And "S04" declines the swap of shift "D1"
    And "S09" approves the swap of shift "D1"
    Then the bridge refuses with "no-swap"
    And the calendar of "S02" shows shift "D1"
    When the time is "2026-03-02 20:01"
    Then the ledger of "S02" for "2026-03" shows:
      | day        | kind            |
      | 2026-03-02 | missed-handover |
      | 2026-03-02 | absent          |
    And the ledger of "S04" for "2026-03" is empty
