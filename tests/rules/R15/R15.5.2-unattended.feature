@R15.5.2
Feature: R15.5.2 其余时间严禁脱岗;电话无人值守每次罚100元
  A desk that its holder leaves outside the meals is unattended, each time for a hundred yuan, and the supervisor is told at once.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S09        |
    And the sheets are complete

  Scenario: 用餐时间离开不算无人值守 at lunch the desk may be left
    Given the policy pack "newsroom"
    And the time is "2026-03-02 11:00"
    And "S01" holds the duty
    When "S01" taps at "11:15"
    And "S01" taps at "12:00"
    Then "S01" holds the duty
    And no notice about "unattended" is sent
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 每发现一次罚100元 twice left, twice paid
    Given the policy pack "newsroom"
    And the time is "2026-03-02 09:00"
    And "S01" holds the duty
    When "S01" taps at "09:30"
    Then a notice about "unattended" reaches "S09" by "09:31"
    When "S01" taps at "09:40"
    And "S01" taps at "10:30"
    And "S01" taps at "10:35"
    Then there are 2 notices about "unattended"
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind       | minutes | amount | excused |
      | 2026-03-02 | unattended | 10      | 100    | no      |
      | 2026-03-02 | unattended | 5       | 100    | no      |

  Scenario: 无人上岗 a desk to which nobody comes is unattended after five minutes
    Given the policy pack "newsroom"
    And the time is "2026-03-02 06:50"
    When the time is "07:04"
    Then no notice about "unattended" is sent
    When the time is "07:06"
    Then a notice about "unattended" reaches "S09" by "07:06"
    And nobody holds the duty

  Scenario: 罚款数额由制度定 the amount is the regulation's
    Given the policy pack "newsroom" with:
      | parameter          | value |
      | unattendedFineYuan | 30    |
    And the time is "2026-03-02 09:00"
    And "S01" holds the duty
    When "S01" taps at "09:30"
    And "S01" taps at "09:40"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind       | minutes | amount |
      | 2026-03-02 | unattended | 10      | 30     |
